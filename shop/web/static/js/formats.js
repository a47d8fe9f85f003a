// Amounts and dates as the page's language writes them.

const english = document.documentElement.lang === "en";
const numbers = new Intl.NumberFormat(english ? "en-GB" : "vi-VN");

/** @param {number} amount */
export function number(amount) {
  return numbers.format(amount);
}

/** @param {number} amount whole đồng */
export function dong(amount) {
  return `${numbers.format(amount)}\u00a0₫`;
}

/** A calendar date (2028-06-26), without the device's time zone.
 * @param {string} written
 */
export function date(written) {
  const [year = "", month = "", day = ""] = written.split("-");
  if (!english) return `${day}/${month}/${year}`;
  return new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).toLocaleDateString("en-GB", {
    timeZone: "UTC",
    day: "numeric",
    month: "short",
    year: "numeric",
  });
}

/** Fill the blanks of a sentence that the server wrote into the page.
 * @param {string | undefined} sentence
 * @param {Record<string, string | number>} facts
 */
export function fill(sentence, facts) {
  return (sentence ?? "").replace(/\{(\w+)\}/g, (blank, name) => String(facts[name] ?? blank));
}
