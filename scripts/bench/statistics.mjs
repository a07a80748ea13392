/** The middle one, or the mean of the two in the middle. */
export function median(samples) {
  return quantile(samples, 0.5);
}

/**
 * How far off the ratio of two interleaved series may be: the notch of a box plot (McGill, Tukey and Larsen 1978, about
 * 95 %) of the ratios pair by pair.
 */
export function ratioError(ours, theirs) {
  const ratios = ours.map((sample, i) => sample / theirs[i]);
  return (1.57 * (quantile(ratios, 0.75) - quantile(ratios, 0.25))) / Math.sqrt(ratios.length);
}

function quantile(samples, share) {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)];
  return low + (sorted[Math.ceil(at)] - low) * (at - Math.floor(at));
}

/**
 * Takes samples of several things in turn (A B A B …), so that what else the machine does meets all of them alike.
 * @param {Record<string, () => number>} subjects
 * @returns {Promise<Record<string, number[]>>}
 */
export async function interleave(subjects, rounds, warmUps) {
  const samples = Object.fromEntries(Object.keys(subjects).map(name => [name, []]));
  for (let round = -warmUps; round < rounds; round++) {
    for (const [name, take] of Object.entries(subjects)) {
      const sample = take();
      if (round >= 0) samples[name].push(sample);
    }
    // A signal to the bench is heard between two rounds.
    await new Promise(setImmediate);
  }
  return samples;
}
