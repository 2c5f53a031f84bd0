/** A value the app proposes for a field; the user takes it or leaves it. */
interface FieldSuggestion {
	/** The proposed value or the reason for it. */
	text: string;
	/** The button's word, e.g. 采用. */
	use: string;
	onuse: () => void;
}

/** What every field shares. */
export interface FieldProps {
	label: string;
	/** One quiet line under the field. */
	hint?: string | undefined;
	/** What is wrong and what to do; shown in place of the hint. */
	error?: string | undefined;
	suggestion?: FieldSuggestion | undefined;
	required?: boolean | undefined;
	/** The key that jumps here, shown as a cap; the page binds it. */
	shortcut?: string | undefined;
	/** The label is only spoken. */
	hideLabel?: boolean | undefined;
	disabled?: boolean | undefined;
	id?: string | undefined;
}

/** What a control must carry so that its label, hint and error are spoken with it. */
export interface FieldControl {
	id: string;
	'aria-describedby': string | undefined;
	'aria-invalid': 'true' | undefined;
	required: boolean | undefined;
	disabled: boolean | undefined;
}
