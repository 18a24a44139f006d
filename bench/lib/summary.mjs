import { median, ratio } from './stats.mjs';

/** What the project has set itself. `atLeast` or `atMost`. */
export const AIMS = {
  submissionsRatio: { atLeast: 1.0 },
  pagesRatio: { atLeast: 0.8 },
  peakRssMb: { atMost: 200 },
  serverCpuRatio: { atMost: 1.5 },
};

/** The rounds of one measurement, condensed: medians of each contender, and of the ratios round by round. */
export function compare(rounds) {
  const of = (contender) => rounds.filter((round) => round.contender === contender);
  const [ours, bare] = [of('ours'), of('bare')];
  const ratioOf = (pick) => medianOf(ours.map((round, index) => ratio(pick(round), pick(bare[index]))));
  return {
    ours: condense(ours),
    bare: condense(bare),
    rateRatios: ours.map((round, index) => ratio(round.rate, bare[index].rate)),
    rateRatio: ratioOf(({ rate }) => rate),
    serverCpuRatio: ratioOf(({ serverCpuPerThousand }) => serverCpuPerThousand),
    postgresCpuRatio: ratioOf(({ postgresCpuPerThousand = null }) => postgresCpuPerThousand),
    wholeCpuRatio: ratioOf(wholeCpu),
  };
}

function condense(rounds) {
  const middle = (pick) => medianOf(rounds.map(pick));
  const highest = (pick) =>
    rounds.some((round) => pick(round) === null) ? null : Math.max(...rounds.map(pick));
  return {
    rate: middle(({ rate }) => rate),
    p50: middle(({ p50 }) => p50),
    p99: middle(({ p99 }) => p99),
    errors: rounds.reduce((sum, { errors }) => sum + errors, 0),
    serverCpuPerThousand: middle((round) => round.serverCpuPerThousand),
    postgresCpuPerThousand: middle((round) => round.postgresCpuPerThousand ?? null),
    serverCores: middle(({ cpu }) => cpu.serverCores),
    loadCores: middle(({ cpu }) => cpu.loadCores),
    foreignCores: middle(({ cpu }) => cpu.foreignCores),
    peakRssMb: highest(({ memory }) => memory.peakRssMb),
    pssMb: highest(({ memory }) => memory.pssMb),
    mailsDelivered: middle((round) => round.mailsDelivered ?? null),
  };
}

function wholeCpu({ serverCpuPerThousand: server, postgresCpuPerThousand: postgres = null }) {
  return server === null || postgres === null ? null : server + postgres;
}

function medianOf(values) {
  return values.length === 0 || values.includes(null) ? null : median(values);
}

/** Each aim beside what was measured: reached is true, false, or null where nothing could be measured. */
export function judge({ submissions, pages }) {
  const measured = {
    submissionsRatio: submissions?.rateRatio ?? null,
    pagesRatio: pages?.rateRatio ?? null,
    peakRssMb: submissions?.ours.peakRssMb ?? null,
    serverCpuRatio: submissions?.serverCpuRatio ?? null,
  };
  return Object.entries(AIMS).map(([name, { atLeast, atMost }]) => {
    const value = measured[name];
    const reached = value === null ? null : atLeast === undefined ? value <= atMost : value >= atLeast;
    return { name, aim: atLeast === undefined ? `≤ ${atMost}` : `≥ ${atLeast}`, value, reached };
  });
}
