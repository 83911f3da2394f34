/** What the server says about spending authorities, in German. */
export const authorities: Readonly<Record<string, string>> = {
  'What it is for': 'Die Angabe, wofür es ist,',
  'At a time is at most what there is in all.': 'Auf einmal geht höchstens so viel, wie es insgesamt gibt.',
  'Choose a member or a duty, not both of them.': 'Wähle ein Mitglied oder ein Amt, nicht beides.',
  'Choose a member, or a duty.': 'Wähle ein Mitglied oder ein Amt.',
  'Choose an open budget line of this fund.': 'Wähle einen offenen Budgetposten dieses Topfes.',
  'The budget line that you chose holds the money already.': 'Der gewählte Budgetposten hält das Geld schon zurück.',
  'Choose a category.': 'Wähle eine Kategorie.',
  'It would have ended before it began. Choose a later day.':
    'Sie wäre zu Ende, bevor sie beginnt. Wähle einen späteren Tag.',
  '{0} is no member any more.': '{0} ist nicht mehr Mitglied.',
  'The last day has passed.': 'Der letzte Tag ist vorbei.',
  'Choose a spending authority that has not ended.': 'Wähle eine Ausgabenvollmacht, die noch nicht zu Ende ist.',
  'This spending authority has ended already.': 'Diese Ausgabenvollmacht ist schon zu Ende.',
  'This is over what {0} may approve alone ({1} at a time): one more approval is needed.':
    'Das ist mehr, als {0} allein freigeben darf ({1} auf einmal): Es braucht noch eine Freigabe.',
  'This is over what {0} may approve alone ({1} left): one more approval is needed.':
    'Das ist mehr, als {0} allein freigeben darf (noch {1}): Es braucht noch eine Freigabe.',
  'This is over what you may approve alone ({0} at a time): somebody with a duty has to do it.':
    'Das ist mehr, als du allein freigeben darfst ({0} auf einmal): Jemand mit einem Amt muss es tun.',
  'This is over what you may approve alone ({0} left): somebody with a duty has to do it.':
    'Das ist mehr, als du allein freigeben darfst (noch {0}): Jemand mit einem Amt muss es tun.',
  '{0} approved this alone: the group gave {1} for “{2}” in decision {3}.':
    '{0} hat das allein freigegeben: Die Gruppe gab {1} für „{2}“ in Entscheidung {3}.',
  'You may approve this alone: the group gave {0} for “{1}” in decision {2}, and {3} are left.':
    'Du darfst das allein freigeben: Die Gruppe gab {0} für „{1}“ in Entscheidung {2}, davon sind {3} übrig.',
  '{0} may approve this alone: the group gave {1} for “{2}” in decision {3}, and {4} are left.':
    '{0} darf das allein freigeben: Die Gruppe gab {1} für „{2}“ in Entscheidung {3}, davon sind {4} übrig.',
};
