import {
  defineRouteMiddleware,
  type StarlightRouteData,
} from "@astrojs/starlight/route-data";
import { courseGroups, neighbours, type Lesson } from "./components/course.ts";

type SidebarLink = NonNullable<StarlightRouteData["pagination"]["next"]>;

/** The lessons follow from the labs: they stand before the guide in the sidebar, and lead from one to the next. */
export const onRequest = defineRouteMiddleware(async ({ locals }) => {
  const route = locals.starlightRoute;
  const here = route.entry.data.lab;
  const toLink = ({ id, label, href }: Lesson): SidebarLink => ({
    type: "link",
    label,
    href,
    isCurrent: id === here,
    badge: undefined,
    attrs: { "data-lesson": id },
  });
  const groups = await courseGroups(locals);
  route.sidebar.unshift(
    ...groups.map(({ title, lessons }) => ({
      type: "group" as const,
      label: title,
      entries: lessons.map(toLink),
      collapsed: false,
      badge: undefined,
    })),
  );
  if (here === undefined) return;
  // A lesson has the lab where other pages have their table of contents.
  route.toc = undefined;
  const { before, after } = await neighbours(locals);
  route.pagination = {
    prev: before && toLink(before),
    next: after && toLink(after),
  };
});
