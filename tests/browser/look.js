// What a careful eye sees on a page: each function returns the faults it found, as short sentences.
(() => {
  const shown = (element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  const name = (element) =>
    `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""} "${(element.textContent.trim() || element.getAttribute("aria-label") || element.id).slice(0, 40)}"`;

  /** Whether it is only for readers who listen, until it has the focus. */
  const silent = (element) => Boolean(element.closest(".vh"));

  function overflow() {
    const width = document.documentElement.clientWidth;
    const wide = document.documentElement.scrollWidth;
    return wide > width ? [`the page is ${wide} px wide on ${width} px`] : [];
  }

  function headings() {
    const count = [...document.querySelectorAll("h1")].filter(shown).length;
    return count === 1 ? [] : [`${count} first headings`];
  }

  /** A label that wraps its box is the target of the box. */
  function target(control) {
    const label = control.matches("input[type=checkbox], input[type=radio]") ? control.closest("label") : null;
    return (label ?? control).getBoundingClientRect();
  }

  function smallTargets() {
    const controls = document.querySelectorAll(
      "button, input:not([type=hidden]), select, textarea, summary, [role=button], nav a, a.btn, a.iconbtn, a.chip",
    );
    return [...controls]
      .filter((control) => shown(control) && !silent(control))
      .filter((control) => target(control).width < 43.5 || target(control).height < 43.5)
      .map((control) => `${name(control)} is ${Math.round(target(control).width)} × ${Math.round(target(control).height)} px`);
  }

  const light = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const brightness = ([red, green, blue]) =>
    0.2126 * light(red / 255) + 0.7152 * light(green / 255) + 0.0722 * light(blue / 255);
  const parts = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);

  /** The plain colour behind an element, or null where a picture or something half clear decides. */
  function ground(element) {
    for (let box = element; box; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.backgroundImage !== "none" || ["absolute", "fixed"].includes(style.position) && box !== element) return null;
      const colour = parts(style.backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
      if (colour[3] > 0) return null;
    }
    return [255, 255, 255];
  }

  function faintText() {
    const faults = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (!walker.currentNode.nodeValue.trim() || !shown(element) || silent(element)) continue;
      if (element.closest("svg, video, option, .room, [aria-disabled=true], :disabled")) continue;
      const behind = ground(element);
      if (!behind) continue;
      const style = getComputedStyle(element);
      const [one, two] = [brightness(parts(style.color)), brightness(behind)].sort((a, b) => b - a);
      const ratio = (one + 0.05) / (two + 0.05);
      const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
      if (ratio < (large ? 3 : 4.5) - 0.01) faults.add(`${name(element)} has a contrast of ${ratio.toFixed(1)}`);
    }
    return [...faults];
  }

  function cutText() {
    const boxes = document.querySelectorAll("button, .btn, .tag, .chip, h1, h2, h3, dd, label, .price");
    return [...boxes]
      .filter((box) => shown(box) && !silent(box) && getComputedStyle(box).textOverflow !== "ellipsis")
      .filter((box) => box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).display !== "inline")
      .map((box) => `${name(box)} is cut`);
  }

  return [...overflow(), ...headings(), ...smallTargets(), ...faintText(), ...cutText()];
})();
