/**
 * Numbers people read, type and say. They never change once given.
 *
 *   daily    D0201-2026112101              form, date of creation in the organisation's zone, sequence of the day
 *   offline  D0201-20261121-K7F-03         the same, with the code of the installation and its own counter
 *   related  D0302-D0201-2005031401        a record about a record: both numbers; the second of its kind ends in -2
 *   paper    D0201-2026112101-S1           version of a paper of any of these
 *
 * Sequences are written with two digits from 01, with more only when they need more.
 */
import * as v from 'valibot';
import { deviceCodeAlphabet, deviceCodeLengthMax, deviceCodeLengthMin } from './device-code.ts';
import { LocalDateSchema, type LocalDate } from '../time/local-date.ts';

const sequenceMax = 999_999;
const paperVersionMax = 9_999;
const numberLengthMax = 64;

/** Codes of forms: A general, B procedure, C support, D form, then four digits. */
export const formCodes = {
	workOrder: 'D0201',
	consent: 'D0202',
	interruption: 'D0203',
	tracking: 'D0204',
	partsSlip: 'D0208',
	repair: 'D0302',
	inspection: 'D0305',
	inspectionReport: 'D0306',
	audit: 'D0401',
} as const;

const formPattern = '[A-D][0-9]{4}';
const sequencePattern = '0[1-9]|[1-9][0-9]{1,5}';
const devicePattern = `[${deviceCodeAlphabet}]{${deviceCodeLengthMin},${deviceCodeLengthMax}}`;

const formText = new RegExp(`^${formPattern}$`);
const deviceText = new RegExp(`^${devicePattern}$`);
const dailyText = new RegExp(`^(${formPattern})-([0-9]{8})(${sequencePattern})$`);
const offlineText = new RegExp(
	`^(${formPattern})-([0-9]{8})-(${devicePattern})-(${sequencePattern})$`,
);
const relatedText = new RegExp(`^(${formPattern})-(${formPattern}-.+)$`);
const laterText = /^(.+)-([2-9]|[1-9][0-9]{1,3})$/;
const paperText = /^(.+)-S([1-9][0-9]{0,3})$/;

/** In the one right spelling; `number` in each variant is it. */
interface DailyNumber {
	kind: 'daily';
	number: string;
	form: string;
	date: LocalDate;
	n: number;
}
interface OfflineNumber {
	kind: 'offline';
	number: string;
	form: string;
	date: LocalDate;
	deviceCode: string;
	n: number;
}
interface RelatedNumber {
	kind: 'related';
	number: string;
	form: string;
	about: DailyNumber | OfflineNumber;
	/** Absent for the first of its kind about that record. */
	n?: number;
}
export interface PaperNumber {
	kind: 'paper';
	number: string;
	of: RecordNumber;
	version: number;
}
export type RecordNumber = DailyNumber | OfflineNumber | RelatedNumber;

/** The n-th of that form created on that day, n from 1. Throws a RangeError on a wrong form or n. */
export function dailyNumber(form: string, date: LocalDate, n: number): string {
	return `${checkedForm(form)}-${compact(date)}${sequence(n)}`;
}

/** The n-th of that form born on that installation without signal, n from 1. Throws like `dailyNumber`. */
export function offlineNumber(
	form: string,
	date: LocalDate,
	deviceCode: string,
	n: number,
): string {
	if (!deviceText.test(deviceCode)) throw new RangeError(`not a device code: ${deviceCode}`);
	return `${checkedForm(form)}-${compact(date)}-${deviceCode}-${sequence(n)}`;
}

/** Version 1, 2 … of the paper of a record. Throws a RangeError on another version. */
export function paperNumber(recordNumber: string, version: number): string {
	checkCount(version, paperVersionMax);
	return `${recordNumber}-S${version}`;
}

/** Number of the n-th record of that form about the record with that daily or offline number. */
export function relatedNumber(form: string, recordNumber: string, n = 1): string {
	checkCount(n, paperVersionMax);
	return `${checkedForm(form)}-${recordNumber}${n > 1 ? `-${n}` : ''}`;
}

/** The number a related one is about; undefined where it is none. */
export function numberAbout(number: string): string | undefined {
	return parseRelated(number)?.about.number;
}

/**
 * Reads a number as people type it: any case, spaces anywhere, full-width letters and any dash.
 * Undefined when it is none: wrong shape, no such day, a sequence with needless zeros.
 */
export function parseNumber(text: string): RecordNumber | PaperNumber | undefined {
	if (text.length > numberLengthMax) return undefined;
	const number = tidy(text);
	return parseRecordNumber(number) ?? parsePaperNumber(number);
}

/** The numbers a number carries, itself first: of the record a paper is of, and of what that is about. */
export function numbersWithin(text: string): string[] {
	const read = parseNumber(text);
	if (!read) return [];
	const record = read.kind === 'paper' ? read.of : read;
	const about = record.kind === 'related' ? [record.about.number] : [];
	return [...new Set([read.number, record.number, ...about])];
}

/** A record's own number in its one right spelling. */
export const RecordNumberSchema = v.pipe(
	v.string(),
	v.maxLength(numberLengthMax),
	v.check((text) => parseRecordNumber(text) !== undefined, 'not a record number'),
);

function parseRecordNumber(number: string): RecordNumber | undefined {
	return parseDaily(number) ?? parseOffline(number) ?? parseRelated(number);
}

function parseDaily(number: string): DailyNumber | undefined {
	const [, form = '', digits = '', n] = dailyText.exec(number) ?? [];
	const date = spread(digits);
	if (date === undefined) return undefined;
	return { kind: 'daily', number, form, date, n: Number(n) };
}

function parseOffline(number: string): OfflineNumber | undefined {
	const [, form = '', digits = '', deviceCode = '', n] = offlineText.exec(number) ?? [];
	const date = spread(digits);
	if (date === undefined) return undefined;
	return { kind: 'offline', number, form, date, deviceCode, n: Number(n) };
}

function parseRelated(number: string): RelatedNumber | undefined {
	const [, form = '', rest = ''] = relatedText.exec(number) ?? [];
	const first = parseDaily(rest) ?? parseOffline(rest);
	if (first) return { kind: 'related', number, form, about: first };
	const [, record = '', n] = laterText.exec(rest) ?? [];
	const about = parseDaily(record) ?? parseOffline(record);
	return about && { kind: 'related', number, form, about, n: Number(n) };
}

function parsePaperNumber(number: string): PaperNumber | undefined {
	const [, record = '', version] = paperText.exec(number) ?? [];
	const of = parseRecordNumber(record);
	return of && { kind: 'paper', number, of, version: Number(version) };
}

function tidy(text: string): string {
	const narrow = text.normalize('NFKC').toUpperCase();
	return narrow.replace(/[\p{White_Space}\p{Cf}]/gu, '').replace(/[\p{Pd}−]/gu, '-');
}

function compact(date: LocalDate): string {
	return date.replaceAll('-', '');
}

function spread(digits: string): LocalDate | undefined {
	const text = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
	return v.is(LocalDateSchema, text) ? text : undefined;
}

function sequence(n: number): string {
	checkCount(n, sequenceMax);
	return String(n).padStart(2, '0');
}

function checkedForm(form: string): string {
	if (!formText.test(form)) throw new RangeError(`not a form code: ${form}`);
	return form;
}

function checkCount(n: number, max: number): void {
	if (!Number.isInteger(n) || n < 1 || n > max) throw new RangeError(`not from 1 to ${max}: ${n}`);
}
