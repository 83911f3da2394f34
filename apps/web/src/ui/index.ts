// The parts. No word of the domain in here: a part gets its data as props, its words through vue-i18n (`ui.*`), its colours from tokens.css.
//
//   Acting      Button (variant primary|accent|quiet|ghost|danger, size, busy) · IconButton (label) · LinkButton (to|href)
//   Asking      Field (label, hint, error, group) around: TextInput, TextArea, Select, DateInput, TimeInput, MoneyInput, FileDrop, MarkdownEditor;
//               with `group`: Radios (look cards|chips), Stepper, several Check. Switch, Check and SearchField bring their own label.
//   Floating    Sheet (v-model:open, look dialog|side) · SheetForm (form, send) · NameSheet (@named) · Menu with MenuItem, MenuLine · in the frame LateMenu (:panel, a lazy part whose root is MenuPanel) · Popover · Tooltip · toast(), announce()
//   Laying out  Page (title, lead, width, event colour) · BackLink (to) · Section · Card (flush for rows) · Row · Fold (title, hint) · Disclosure (title) · StickyBar · Tabs · FilterChips · Stages · Agenda
//   Showing     Chip (tone) · Meter · Bars · LineChart · FlowChart · ShowAsTable · Avatar · AvatarStack · Poster · DateTile · When · Amount · Count · Prose
//   States      Skeleton · Empty · Failed (error, @retry) · Banner (tone)
//
// One primary button in a view; the rest is quiet. Icons: `~icons/lucide/<name>`, size-5, aria-hidden. All states stand in /kitchen.
export { default as Agenda } from './Agenda.vue';
export { default as Amount } from './Amount.vue';
export { default as Avatar } from './Avatar.vue';
export { default as AvatarStack } from './AvatarStack.vue';
export { default as BackLink } from './BackLink.vue';
export { default as Banner } from './Banner.vue';
export { default as Bars } from './Bars.vue';
export { default as Button } from './Button.vue';
export { default as Card } from './Card.vue';
export { default as Check } from './Check.vue';
export { default as Chip } from './Chip.vue';
export { default as CopyField } from './CopyField.vue';
export { default as Count } from './Count.vue';
export { default as DateInput } from './DateInput.vue';
export { default as DateTile } from './DateTile.vue';
export { default as Empty } from './Empty.vue';
export { default as Failed } from './Failed.vue';
export { default as Field } from './Field.vue';
export { default as FileDrop } from './FileDrop.vue';
export { default as FilterChips } from './FilterChips.vue';
export { default as Disclosure } from './Disclosure.vue';
export { default as Fold } from './Fold.vue';
export { default as FlowChart } from './FlowChart.vue';
export { default as IconButton } from './IconButton.vue';
export { default as LineChart } from './LineChart.vue';
export { default as LinkButton } from './LinkButton.vue';
export { default as MarkdownEditor } from './MarkdownEditor.vue';
export { default as Menu } from './Menu.vue';
export { default as MenuItem } from './MenuItem.vue';
export { default as MenuLine } from './MenuLine.vue';
export { default as Meter } from './Meter.vue';
export { default as MoneyInput } from './MoneyInput.vue';
export { default as MonthGrid } from './MonthGrid.vue';
export { default as NameSheet } from './NameSheet.vue';
export { default as Page } from './Page.vue';
export { default as Popover } from './Popover.vue';
export { default as Poster } from './Poster.vue';
export { default as Prose } from './Prose.vue';
export { default as Qr } from './Qr.vue';
export { default as Radios } from './Radios.vue';
export { default as Row } from './Row.vue';
export { default as SearchField } from './SearchField.vue';
export { default as Section } from './Section.vue';
export { default as Select } from './Select.vue';
export { default as Sheet } from './Sheet.vue';
export { default as SheetForm } from './SheetForm.vue';
export { default as ShowAsTable } from './ShowAsTable.vue';
export { default as Skeleton } from './Skeleton.vue';
export { default as SkipLink } from './SkipLink.vue';
export { default as Stages } from './Stages.vue';
export { default as Stepper } from './Stepper.vue';
export { default as StickyBar } from './StickyBar.vue';
export { default as Switch } from './Switch.vue';
export { default as Tabs } from './Tabs.vue';
export { default as TextArea } from './TextArea.vue';
export { default as TextInput } from './TextInput.vue';
export { default as TimeInput } from './TimeInput.vue';
export { default as Tooltip } from './Tooltip.vue';
export { default as When } from './When.vue';
export { announce, toast } from './toasts.ts';
export { focusHeading, useHeldFocus } from './useHeldFocus.ts';
export { useWidth } from './useWidth.ts';
export { stickyBars } from './sticky.ts';
export type { ButtonSize, ButtonVariant } from './button.ts';
export type { ChipTone, Tone } from './tones.ts';
export type { LinePoint } from './line-chart.ts';
export type { Flow } from './flow-chart.ts';
