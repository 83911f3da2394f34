/** What the server says about taking decisions back, in German. */
export const takingBack: Readonly<Record<string, string>> = {
  'Choose a decision of this group.': 'Wähle eine Entscheidung dieser Gruppe.',
  'This decision is not there any more.': 'Diese Entscheidung gibt es nicht mehr.',
  'Decision {0} has not passed, so there is nothing to take back.':
    'Entscheidung {0} ist nicht angenommen, es gibt also nichts zurückzunehmen.',
  'Decision {0} was taken back already, by decision {1}.':
    'Entscheidung {0} ist schon zurückgenommen, durch Entscheidung {1}.',
  'Decision {0} was about whether another one is carried out. It is not taken back.':
    'In Entscheidung {0} ging es darum, ob eine andere ausgeführt wird. Sie wird nicht zurückgenommen.',
  'Decision {0} has taken one back itself, and what has ended does not begin again. Put decision {1} to the vote once more.':
    'Entscheidung {0} hat selbst eine zurückgenommen, und was zu Ende ist, beginnt nicht wieder. Stellt Entscheidung {1} noch einmal zur Abstimmung.',
  'Decision {0} is not carried out yet. While there is time, object to that on its page.':
    'Entscheidung {0} ist noch nicht ausgeführt. Solange Zeit ist, erhebe auf ihrer Seite Einspruch.',
  'Decision {0} was not carried out, so there is nothing to take back.':
    'Entscheidung {0} wurde nicht ausgeführt, es gibt also nichts zurückzunehmen.',
  'What decision {0} did has happened and stays. Another decision can change what holds.':
    'Was Entscheidung {0} bewirkt hat, ist geschehen und bleibt. Was gilt, kann eine andere Entscheidung ändern.',
  'This decision was taken back, so nothing more rests on it.':
    'Diese Entscheidung ist zurückgenommen, auf ihr kann nichts mehr beruhen.',
};
