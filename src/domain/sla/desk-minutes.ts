/** The service desk's own times in minutes (domain: "Service level (SLA)", commands of a work order). */
export const deskMinutes = {
	/** From receipt to dispatch. */
	dispatch: 10,
	/** From dispatch until the acceptance is there, or is chased. */
	acceptance: 30,
	/** From a reported delay until the customer was told. */
	delayTold: 10,
	/** From an anomaly or escalation, as received by the server, until the supervisor was informed. */
	anomalyPassedOn: 20,
	/** Guidance by phone should not take longer. */
	phoneGuidance: 5,
} as const;
