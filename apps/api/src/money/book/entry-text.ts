/**
 * What the entry `e` says to a viewer, an SQL expression of a person's id. Money that went to or came from a group which has become secret since is
 * told by what it was given for, without the name, to who may not know of that group; the text itself stays as it was booked.
 */
export const entryText = (viewer: string): string =>
  `(SELECT CASE WHEN ${namesSecret(viewer)} THEN (SELECT f.payload ->> 'label' FROM ledger_entry h JOIN effect f ON f.proposal_id = h.authority_id AND f.kind = 'fund.share' AND right(t.description, length(f.payload ->> 'label')) = f.payload ->> 'label'
      WHERE ${ofTransfer} AND h.authority_kind = 'DECISION' LIMIT 1)
    ELSE t.description END FROM ledger_entry_text t WHERE t.entry_id = e.id)`;

/** Whether the text of the entry `e` may name a group that is secret and that the viewer does not know of. */
export const namesSecret = (viewer: string): string =>
  `(e.kind = 'FUND_SHARE' AND EXISTS (SELECT FROM ledger_entry h JOIN book c ON c.id = h.book_id JOIN folk_group o ON o.id = c.group_id AND o.visibility = 'secret'
    WHERE ${ofTransfer} AND h.book_id <> e.book_id AND NOT coalesce(is_member(o.id, ${viewer}), false)))`;

/** The entries of a share: the one in the book that gave, and the one in the book that got it. */
const ofTransfer = `h.kind = 'FUND_SHARE' AND h.refs ->> 'transfer' = e.refs ->> 'transfer'`;
