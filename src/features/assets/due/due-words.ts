import { dayNumberOf, type LocalDate } from '#domain/time/local-date.ts';
import { m } from '#i18n/generated/messages.js';

/** By when it is to be back, and how that stands today. */
export function awayText(backBy: LocalDate | undefined, today: LocalDate): string {
	if (!backBy) return m.life_no_date();
	const days = dayNumberOf(backBy) - dayNumberOf(today);
	if (days < 0) return m.life_overdue({ n: -days, day: backBy });
	return days === 0 ? m.life_due_today({ day: backBy }) : m.life_due_in({ n: days, day: backBy });
}
