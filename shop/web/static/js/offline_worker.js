// Keeps one page and its files for when the net is away. Served behind a line that lists them in `KEPT`; its scope is
// the camera's page. Nothing else is kept: no other page, no answer of the API.

/** A service worker's own words are not in the type library. @type {any} */
const worker = self;

/** @type {{ page: string, files: string[], version: string }} */
const kept = worker.KEPT;
const family = `pickups:${kept.page}:`;
const store = family + kept.version;

/** The page as a guest sees it: no cookie goes along, so nothing of anybody is in it. */
async function keepPage() {
  const reply = await fetch(new Request(kept.page, { credentials: "omit", cache: "no-store" }));
  if (reply.ok && !reply.redirected) await (await caches.open(store)).put(kept.page, reply);
}

async function keepAll() {
  await (await caches.open(store)).addAll(kept.files);
  await keepPage();
  await worker.skipWaiting();
}

async function forgetOlder() {
  const old = (await caches.keys()).filter((each) => each.startsWith(family) && each !== store);
  await Promise.all(old.map((each) => caches.delete(each)));
  await worker.clients.claim();
}

/** @param {Request} request */
async function pageOf(request) {
  try {
    return await fetch(request);
  } catch {
    return (await (await caches.open(store)).match(kept.page)) ?? Response.error();
  }
}

/** @param {Request} request */
async function fileOf(request) {
  return (await (await caches.open(store)).match(request)) ?? fetch(request);
}

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(keepAll()));
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(forgetOlder()));
worker.addEventListener("message", (/** @type {any} */ event) => {
  if (event.data === "keep") event.waitUntil(keepPage().catch(() => undefined));
});
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(pageOf(request));
  else if (kept.files.includes(new URL(request.url).pathname)) event.respondWith(fileOf(request));
});
