// The desk on a phone: a row that leads to each of its parts, built from their headings.

const ROW = "nav[data-jump]";

/**
 * Write a link for each heading with an id below `desk`; parts that come later are found by the next call.
 * @param {HTMLElement} desk
 */
function buildRow(desk) {
  const row = desk.querySelector(ROW);
  if (!(row instanceof HTMLElement)) return;
  const heads = [...desk.querySelectorAll("section h2[id]")];
  const told = heads.map((head) => head.id).join(" ");
  if (row.dataset.told === told) return;
  row.dataset.told = told;
  row.replaceChildren(
    ...heads.map((head) => {
      const link = document.createElement("a");
      link.className = "chip";
      link.href = `#${head.id}`;
      link.textContent = head.textContent?.trim() ?? "";
      return link;
    }),
  );
  row.toggleAttribute("hidden", heads.length < 2);
}

const desk = document.querySelector("[data-studio]");
if (desk instanceof HTMLElement) {
  buildRow(desk);
  new MutationObserver(() => buildRow(desk)).observe(desk, { childList: true, subtree: true });
}
