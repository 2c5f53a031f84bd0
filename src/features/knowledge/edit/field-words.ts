import { m } from '#i18n/generated/messages.js';

const words: Partial<Record<string, () => string>> = {
	title: m.knowledge_name,
	problemType: m.knowledge_problem_type,
	systemType: m.knowledge_system_type,
	faultType: m.knowledge_fault_type,
	symptom: m.knowledge_symptom,
	cause: m.knowledge_cause,
	solution: m.knowledge_solution,
	keywords: m.knowledge_keywords,
	audience: m.knowledge_audience,
	language: m.knowledge_language,
};

export function articleFieldText(field: string): string {
	return words[field]?.() ?? field;
}
