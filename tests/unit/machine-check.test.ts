import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { machineCheckPage } from '../fixtures/machine-check.ts';
import { adler32 } from '#domain/machine-check/adler32.ts';
import { besideRecord, recordOf } from '#domain/machine-check/beside-record.ts';
import {
	machineCodes,
	machineTextMax,
	readMachineFacts,
	type MachineFacts,
} from '#domain/machine-check/facts.ts';
import {
	gather,
	machineCheckPartsMax,
	missingParts,
	readMachinePart,
	type GatheredParts,
	type GatherOutcome,
} from '#domain/machine-check/parts.ts';

const page = machineCheckPage();
/** Room for 20 bytes of text beside the head. */
const smallCode = 51;
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 });

function readAll(codes: readonly string[]): GatherOutcome[] {
	let gathered: GatheredParts | undefined;
	return codes.map((code) => {
		const read = readMachinePart(code);
		if (!read || !('part' in read)) throw new Error('no part');
		const outcome = gather(gathered, read.part);
		gathered = outcome.kind === 'damaged' ? undefined : outcome.gathered;
		return outcome;
	});
}

describe('the parts of a machine check', () => {
	test('Adler-32 as RFC 1950 has it', () => {
		expect(adler32('Wikipedia')).toBe('11e60398');
		expect(adler32('')).toBe('00000001');
	});

	test('in any order, with repetitions, they make up the text, and only the last one does', () => {
		fc.assert(
			fc.property(text, fc.infiniteStream(fc.nat()), (whole, order) => {
				const codes = page.split(whole, smallCode);
				fc.pre(codes.length <= machineCheckPartsMax);
				const keys = new Map(codes.map((code) => [code, order.next().value ?? 0]));
				const mixed = codes.toSorted((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
				const twice = mixed.flatMap((code, n) => (n < mixed.length - 1 ? [code, code] : [code]));
				const outcomes = readAll(twice);
				expect(outcomes.at(-1)).toMatchObject({ kind: 'whole', text: whole });
				expect(outcomes.slice(0, -1).some(({ kind }) => kind === 'whole')).toBe(false);
				for (const code of codes)
					expect(new TextEncoder().encode(code).length).toBeLessThanOrEqual(smallCode);
			}),
		);
	});

	test('a part changed anywhere behind its name is damaged', () => {
		fc.assert(
			fc.property(text, fc.nat(), fc.string({ minLength: 1, maxLength: 1 }), (whole, at, sign) => {
				const [code = ''] = page.split(whole, smallCode);
				const head = 'OPMC1/'.length;
				const place = head + (at % (code.length - head));
				const changed = code.slice(0, place) + sign + code.slice(place + 1);
				fc.pre(changed.isWellFormed() && changed !== code);
				expect(readMachinePart(changed)).toEqual({ fault: 'damaged' });
			}),
		);
	});

	test('of another machine they begin anew; another version and other codes are told apart', () => {
		const [first = '', second = ''] = page.split('a'.repeat(60), smallCode);
		const [other = ''] = page.split('b'.repeat(60), smallCode);
		expect(readAll([first, other, first, second, second]).map(({ kind }) => kind)).toEqual([
			...['more', 'anew', 'anew', 'more', 'repeat'],
		]);
		expect(readMachinePart('OPMC2/whatever')).toEqual({ fault: 'newer' });
		expect(readMachinePart('ZC-2026-000123')).toBeUndefined();
		expect(readMachinePart(first.replace('/1/3/', '/4/3/'))).toEqual({ fault: 'damaged' });
	});

	test('parts that do not make up their text are forgotten', () => {
		const head = `00000000/1/1/`;
		const code = `OPMC1/${head}${adler32(`${head}abc`)}/abc`;
		expect(readAll([code]).map(({ kind }) => kind)).toEqual(['damaged']);
		expect(missingParts({ id: '', of: 3, texts: { 2: 'x' } })).toEqual([1, 3]);
	});
});

const said = [
	...[
		'mk\tDell Inc.',
		'md\tOptiPlex 7090',
		'sn\tABC1234',
		'bs\t/ABC/CN1',
		'cp\tIntel i5',
		'rm\t16384',
	],
	...[
		'dk\tSamsung SSD 870\t500\tS5Y1',
		'dk\t\t0\t',
		'ma\t00-1b-44-11-3a-b7\tIntel 以太网',
		'ip\t10.1.2.3',
	],
	...['hn\tHIS-0417', 'os\tMicrosoft Windows 10 专业版\t10.0.19045 64 位', 'mo\tDEL\tP2419H\tCN-1'],
	...['sw\t微信\t3.9', 'sx\t12', 'zz\tof a newer script'],
].join('\n');

function factsOf(lines: string): MachineFacts {
	const read = readMachineFacts(lines);
	if (!('facts' in read)) throw new Error(read.fault);
	return read.facts;
}

describe('what a machine says of itself', () => {
	test('is read line by line, unknown keys passed over', () => {
		expect(factsOf(said)).toMatchObject({
			...{ manufacturer: 'Dell Inc.', serial: 'ABC1234', boardSerial: '/ABC/CN1', memory: 16384 },
			disks: [{ model: 'Samsung SSD 870', gigabytes: 500, serial: 'S5Y1' }, {}],
			macs: [{ mac: '00:1B:44:11:3A:B7', card: 'Intel 以太网' }],
			operatingSystem: { name: 'Microsoft Windows 10 专业版', version: '10.0.19045 64 位' },
			...{ software: [{ name: '微信', version: '3.9' }], softwareLeftOut: 12 },
		});
		expect(machineCodes(factsOf(said))).toEqual(['ABC1234', '00:1B:44:11:3A:B7', '/ABC/CN1']);
	});

	test('any text is facts or a fault, never an exception', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (any) => {
				const read = readMachineFacts(any);
				expect('facts' in read || 'fault' in read).toBe(true);
			}),
		);
	});

	test('limits have names: nothing said, too much, too long a value', () => {
		expect(readMachineFacts('rm\t16384')).toEqual({ fault: 'empty' });
		expect(readMachineFacts('x'.repeat(machineTextMax + 1))).toEqual({ fault: 'too-large' });
		expect(readMachineFacts(`sn\t${'1'.repeat(201)}`)).toEqual({ fault: 'odd' });
		expect(readMachineFacts(`sn\t1\n${'ip\t10.0.0.1\n'.repeat(33)}`)).toEqual({ fault: 'odd' });
	});

	test('software is cut by name and number, and the cut is told', () => {
		const lines = [
			...said.split('\n').slice(0, 3),
			...Array.from({ length: 90 }, (_, n) => `sw\tp${n}\t1`),
		];
		const cut = factsOf(page.chosen(lines, true));
		expect(cut.software.length + cut.softwareLeftOut).toBe(90);
		expect(cut.software).toHaveLength(60);
		expect(factsOf(page.chosen(lines, false))).toMatchObject({ software: [], softwareLeftOut: 90 });
		expect(page.split(page.chosen(lines, true)).length).toBeLessThanOrEqual(4);
	});
});

describe('a machine beside its record', () => {
	const verdicts = (record: Parameters<typeof besideRecord>[0]) =>
		Object.fromEntries(besideRecord(record, factsOf(said)).map((one) => [one.field, one.verdict]));

	test('the shorter words of a record, its spelling and one of several addresses agree', () => {
		const record = {
			...{
				manufacturer: 'DELL',
				model: 'optiplex 7090',
				serial: ' abc1234 ',
				hostName: 'his-0417',
			},
			...{ operatingSystem: 'Windows 10 专业版', mac: '001B.4411.3AB7', ip: '10.1.2.3' },
		};
		expect(new Set(Object.values(verdicts(record)))).toEqual(new Set(['equal']));
	});

	test('what differs, what is not on record, and what the machine does not say', () => {
		expect(
			verdicts({ serial: 'ABC1235', model: '7080', mac: 'see label', ip: '10.1.2.30' }),
		).toEqual({
			...{ manufacturer: 'missing', model: 'differs', serial: 'differs', hostName: 'missing' },
			...{ operatingSystem: 'missing', mac: 'differs', ip: 'differs' },
		});
	});

	test('what would be written is never longer than a field, and its addresses are whole', () => {
		const many = Array.from(
			{ length: 20 },
			(_, n) => `ma\t00:1B:44:11:3A:${(16 + n).toString(16)}`,
		);
		const { mac = '' } = recordOf(factsOf(['sn\tA', ...many].join('\n')));
		expect(mac.length).toBeLessThanOrEqual(200);
		expect(mac.split(', ').every((one) => one.length === 17)).toBe(true);
		expect(besideRecord({ mac }, factsOf(many.join('\n')))[0]?.verdict).toBe('equal');
	});
});
