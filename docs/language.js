// The menu of languages leads to the same page, not to the first one: both languages have the same pages.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[hreflang]");
  if (link) {
    const page = location.href.replace(/#.*/, "");
    link.href = page.replace(/\/[a-z]{2}\/(?!.*\/[a-z]{2}\/)/, `/${link.hreflang}/`);
  }
}, true);
