/** What a narrow screen cannot show whole, in the prose. */
const blocks = ".sl-markdown-content :is(table, .expressive-code pre)";

/**
 * Lets the keyboard scroll what is wider than the page, and gives each such place a name of its own, so that a screen
 * reader can list them.
 */
export function nameScrollableRegions(label: string): void {
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) mark(target);
  });
  const all = [...document.querySelectorAll(blocks)];
  for (const [index, block] of all.entries()) {
    block.setAttribute("data-region", `${label} ${index + 1}`);
    sizes.observe(block);
  }
  // The code blocks' own script makes them regions too, later and without a name.
  new MutationObserver((changes) => {
    for (const { target } of changes)
      if (target instanceof Element) mark(target);
  }).observe(document.body, { subtree: true, attributeFilter: ["role"] });
}

function mark(block: Element): void {
  const name = block.getAttribute("data-region");
  if (name === null) return;
  if (block.scrollWidth > block.clientWidth) {
    block.setAttribute("tabindex", "0");
    block.setAttribute("aria-label", name);
    // Once: setting it again would be a change of its own, for ever.
    if (block.tagName === "PRE" && block.role !== "region")
      block.role = "region";
  } else if (block.role !== "region") {
    block.removeAttribute("tabindex");
    block.removeAttribute("aria-label");
  }
}
