/* The contents on a wide screen, folded text that an anchor points to, and printing. */
(() => {
  "use strict";
  const contents = document.querySelector(".on-page");
  if (contents) {
    const wide = matchMedia("(min-width: 102em)");
    const follow = () => {
      contents.open = wide.matches;
    };
    wide.addEventListener("change", follow);
    follow();
  }

  const unfold = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  };
  addEventListener("hashchange", unfold);
  /* Drawings are loaded when a reader comes near; in print all are. */
  addEventListener("beforeprint", () => {
    for (const image of document.images) image.loading = "eager";
  });
  unfold();
})();
