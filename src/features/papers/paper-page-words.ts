/** What a paper's page says of it. */
export interface PaperPageWords {
	title: string;
	making: string;
	failed: string;
	absent: string;
}
