import after from './after.json';
import answers from './answers.json';
import decisions from './decisions.json';
import discovery from './discovery.json';
import discussions from './discussions.json';
import door from './door.json';
import effects from './effects.json';
import events from './events.json';
import groups from './groups.json';
import hosts from './hosts.json';
import kinds from './kinds.json';
import life from './life.json';
import money from './money.json';
import notices from './notices.json';
import paper from './paper.json';
import people from './people.json';
import polls from './polls.json';
import post from './post.json';
import register from './register.json';
import removals from './removals.json';
import secret from './secret.json';
import series from './series.json';
import shell from './shell.json';
import tasks from './tasks.json';
import ui from './ui.json';
import voting from './voting.json';

/** Every area brings a file of its own and is named here. */
export const messages = {
  after,
  answers,
  decisions,
  discovery,
  discussions,
  door,
  effects,
  events,
  groups,
  hosts,
  kinds,
  life,
  money,
  notices,
  paper,
  people,
  polls,
  post,
  register,
  removals,
  secret,
  series,
  shell,
  tasks,
  ui,
  voting,
};
