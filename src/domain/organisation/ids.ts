/** Ids that are known everywhere, apart from the schemas: the first screen needs no more than these. */

/** There is one organisation record per database. */
export const organisationId = 'organisation';
/** Until the organisation's record is on the device. */
export const defaultZone = 'Asia/Shanghai';
/** The desk of customers who have none of their own. */
export const defaultDeskId = 'desk-default';
export const defaultCalendarId = 'calendar-default';
export const defaultPolicyId = 'policy-default';
