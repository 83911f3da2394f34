import shell from './shell.json';
import ui from './ui.json';

/** Every area brings a file of its own and is named here. */
export const messages = { shell, ui };
