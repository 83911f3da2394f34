/**
 * What the entry `e` says to a viewer, an SQL expression of a person's id. Money that came from a group which has become secret since is told
 * by what it was given for, without the name, to who may not know of that group; the text itself stays as it was booked.
 */
export const entryText = (viewer: string): string =>
  `(SELECT CASE WHEN ${namesSecret(viewer)} THEN (SELECT f.payload ->> 'label' ${giver} JOIN effect f ON f.proposal_id = h.authority_id AND f.kind = 'fund.share' AND right(t.description, length(f.payload ->> 'label')) = f.payload ->> 'label' WHERE ${otherHalf} LIMIT 1)
    ELSE t.description END FROM ledger_entry_text t WHERE t.entry_id = e.id)`;

/** Whether the text of the entry `e` may name a group that is secret and that the viewer does not know of. */
export const namesSecret = (viewer: string): string =>
  `(e.kind = 'FUND_SHARE' AND e.authority_kind = 'SYSTEM' AND EXISTS (SELECT ${giver} JOIN book c ON c.id = h.book_id JOIN folk_group o ON o.id = c.group_id AND o.visibility = 'secret'
    WHERE ${otherHalf} AND NOT coalesce(is_member(o.id, ${viewer}), false)))`;

const giver = 'FROM ledger_entry h';
const otherHalf = `h.kind = 'FUND_SHARE' AND h.authority_kind = 'DECISION' AND h.refs ->> 'transfer' = e.refs ->> 'transfer'`;
