// Shows messages of the shop in the browser, also while no page of it is open. Keeps nothing, answers no request.

/** A service worker's own words are not in the type library. @type {any} */
const shower = self;

shower.addEventListener("push", (/** @type {any} */ event) => {
  /** @type {{ title: string, body: string, href: string }} */
  const told = event.data.json();
  const shown = { body: told.body, icon: "/static/mark.svg", tag: told.href, data: { href: told.href } };
  event.waitUntil(shower.registration.showNotification(told.title, shown));
});

shower.addEventListener("notificationclick", (/** @type {any} */ event) => {
  event.notification.close();
  event.waitUntil(shower.clients.openWindow(event.notification.data.href));
});
