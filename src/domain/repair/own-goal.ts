import { addDays, weekdayOf, type LocalDate } from '../time/local-date.ts';

const saturday = 6;
const weekDays = 7;

/**
 * Our own goal whatever the vendor promises: the Sunday of the second weekend after the day it was
 * handed over. A weekend that has begun by then is not the first one.
 */
export function ownGoalOf(handedOver: LocalDate): LocalDate {
	const toSaturday = saturday - weekdayOf(handedOver);
	const first = toSaturday > 0 ? toSaturday : toSaturday + weekDays;
	return addDays(handedOver, first + weekDays + 1);
}
