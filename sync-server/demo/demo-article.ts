export interface DemoArticle {
	id: string;
	title: string;
	problemType: 'system' | 'application' | 'hardware' | 'consulting' | 'other';
	systemType: string;
	faultType: string;
	symptom: string;
	cause: string;
	/** Markdown. */
	solution: string;
	keywords: string[];
	audience: 'internal' | 'public';
}
