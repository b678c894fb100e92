// How the widget looks, before anything of it is drawn: a theme that came later would flash.

'use strict';

/** Light, dark, or as the system has it. */
function showTheme(theme) {
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** What the address asks for. */
const ASKED = readAddress(location);

showTheme(ASKED.theme);
document.documentElement.dataset.chrome = ASKED.chrome ? 'on' : 'off';
document.documentElement.dataset.line = ASKED.line && !ASKED.readOnly ? 'on' : 'off';
