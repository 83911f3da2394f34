// Runs before the first paint: the content policy forbids inline script, and a late theme would flash.
try {
  var choice = localStorage.getItem('folkmoot.theme');
  if (choice === 'light' || choice === 'dark') document.documentElement.dataset.theme = choice;
} catch {
  // Storage may be closed to us; then the system's theme stands.
}
