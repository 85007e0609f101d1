import { z } from "zod";

// zod otherwise tries out whether it may compile schemas with `new Function`, which the page's content security policy
// forbids and the browser's console reports. It must be said before the first schema is made.
z.config({ jitless: true });

export { z };
