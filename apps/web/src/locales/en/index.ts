import decisions from './decisions.json';
import discovery from './discovery.json';
import discussions from './discussions.json';
import events from './events.json';
import groups from './groups.json';
import money from './money.json';
import people from './people.json';
import polls from './polls.json';
import post from './post.json';
import shell from './shell.json';
import tasks from './tasks.json';
import ui from './ui.json';

/** Every area brings a file of its own and is named here. */
export const messages = {
  decisions,
  discovery,
  discussions,
  events,
  groups,
  money,
  people,
  polls,
  post,
  shell,
  tasks,
  ui,
};
