/** What the server says about categories, in German. */
export const categories: Readonly<Record<string, string>> = {
  'This is none of the categories of the group. Choose one of them.':
    'Das ist keine der Kategorien der Gruppe. Wähle eine davon.',
  'This category is not used any more. Choose another.': 'Diese Kategorie wird nicht mehr benutzt. Wähle eine andere.',
  'That are enough categories: rename one that is not needed any more.':
    'Das sind genug Kategorien: Benenne eine um, die nicht mehr gebraucht wird.',
  'This is the last one that an expense can stand under. Add another first.':
    'Das ist die letzte, unter der eine Auslage stehen kann. Lege erst eine andere an.',
  'There is a category of this name already.': 'Eine Kategorie mit diesem Namen gibt es schon.',
  'Dues, fees and the like are booked under this one by themselves, so it stays.':
    'Beiträge, Gebühren und Ähnliches werden von selbst unter dieser gebucht, sie bleibt also.',
  'The name of the category': 'Der Name der Kategorie',
  'A part of it has come in already. The rest comes in under the same category.':
    'Ein Teil davon ist schon da. Der Rest kommt unter derselben Kategorie.',
};
