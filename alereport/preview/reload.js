// Added only by the preview: reloads the page when it has changed, and shows build errors.
const loadedVersion = document.currentScript.dataset.version;
const box = document.createElement("pre");
box.id = "preview-message";
box.setAttribute("role", "alert");
box.hidden = true;
Object.assign(box.style, {
  position: "fixed", inset: "auto 0 0 0", margin: "0", padding: "1rem", maxHeight: "50vh",
  overflow: "auto", whiteSpace: "pre-wrap", overflowWrap: "anywhere", zIndex: "99",
  color: "#fff", background: "#8b1a1a", font: "15px/1.5 monospace",
});
document.body.append(box);
new EventSource("/.preview/events").onmessage = event => {
  const { version, message } = JSON.parse(event.data);
  if (String(version) !== loadedVersion) location.reload();
  box.textContent = message;
  box.hidden = !message;
};
