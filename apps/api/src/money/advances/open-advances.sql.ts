/** So many days before its due day somebody who holds an advance is reminded. */
export const REMINDED_DAYS = 3;

/** An allowed advance `x` of which anything is still to be paid, shown or given back: the condition of the index. */
export const openAdvance = `x.type = 'ADVANCE' AND x.state IN ('APPROVED', 'PARTLY_PAID', 'PAID') AND x.cleared + x.handed_back + x.waived < x.total`;
/** An advance `x` of which somebody holds a part, overdue on the day of its group `g`. */
export const overdueAdvance = `${openAdvance} AND x.paid > x.cleared + x.handed_back AND x.due_on < (clock_now() AT TIME ZONE g.zone)::date`;
