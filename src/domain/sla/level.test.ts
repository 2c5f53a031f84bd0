import * as v from 'valibot';
import { expect, test } from 'vitest';
import {
	chooseLevel,
	defaultServicePolicy,
	priorityOf,
	ServicePolicySchema,
	targetsOf,
	type Grade,
} from './level.ts';

const policy = defaultServicePolicy;

test('impact × urgency', () => {
	const grades: Grade[] = ['high', 'medium', 'low'];
	const table = grades.map((impact) =>
		grades.map((urgency) => priorityOf(impact, urgency)).join(' '),
	);
	expect(table).toEqual(['P1 P2 P3', 'P2 P3 P4', 'P3 P4 P4']);
});

test('targets of the levels', () => {
	expect(targetsOf('standard', policy, 'P3')).toEqual({
		responseMinutes: 120,
		resolutionMinutes: 240,
	});
	expect(targetsOf('advanced', policy, 'P3')).toEqual({
		responseMinutes: 60,
		resolutionMinutes: 240,
	});
	expect(targetsOf('vip', policy, 'P3')).toEqual({ responseMinutes: 60, resolutionMinutes: 120 });
	expect(targetsOf('immediate', policy, 'P3')).toEqual({
		responseMinutes: 10,
		resolutionMinutes: 120,
	});
});

test('the most specific level applies and says why', () => {
	const all = {
		site: 'immediate',
		asset: 'vip',
		serviceItem: 'advanced',
		customer: 'standard',
	} as const;
	expect(chooseLevel(all)).toEqual({ level: 'immediate', rule: 'site' });
	expect(chooseLevel({ ...all, site: undefined })).toEqual({ level: 'vip', rule: 'asset' });
	expect(chooseLevel({ serviceItem: 'advanced', customer: 'vip' })).toEqual({
		level: 'advanced',
		rule: 'serviceItem',
	});
	expect(chooseLevel({ customer: 'vip' })).toEqual({ level: 'vip', rule: 'customer' });
	expect(chooseLevel({})).toEqual({ level: 'standard', rule: 'default' });
	expect(chooseLevel({}, 'advanced')).toEqual({ level: 'advanced', rule: 'default' });
});

test('of two equally specific the tighter applies, the first named at a tie', () => {
	expect(chooseLevel({ asset: 'standard', contact: 'vip' })).toEqual({
		level: 'vip',
		rule: 'contact',
	});
	expect(chooseLevel({ site: 'immediate', department: 'immediate' }).rule).toBe('site');
	expect(chooseLevel({ department: 'immediate', contact: 'vip' }).rule).toBe('department');
});

test('a policy and a service item only ever tighten', () => {
	const strict = {
		...policy,
		priorityTargets: { P1: { responseMinutes: 15, resolutionMinutes: 500 }, P4: {} },
	};
	expect(targetsOf('standard', strict, 'P1')).toEqual({
		responseMinutes: 15,
		resolutionMinutes: 240,
	});
	expect(targetsOf('standard', strict, 'P1', 10).responseMinutes).toBe(10);
	expect(targetsOf('standard', strict, 'P1', 30).responseMinutes).toBe(15);
	expect(targetsOf('vip', strict, 'P4').responseMinutes).toBe(60);
});

test('the seeded policy is a valid one', () => {
	expect(v.parse(ServicePolicySchema, policy)).toEqual(policy);
	expect(v.is(ServicePolicySchema, { ...policy, immediateResponseMinutes: 0 })).toBe(false);
});
