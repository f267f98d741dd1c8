import type { Act } from './acts.js';
import { cityActs } from './city.js';
import { commitmentActs } from './commitments.js';
import { councilActs } from './council.js';
import { obligationActs } from './obligations.js';
import { dayFrom } from './place.js';
import { remedyActs } from './remedies.js';
import { scrutinyActs } from './scrutinies.js';

/**
 * Everything that happens in the sample city, in order, as commands of its offices.
 * @param today ISO date; what is due and what is late is counted from it
 */
export const sampleActs = (today: string): readonly Act[] => {
  const day = dayFrom(today);
  return [...cityActs(), ...obligationActs(), ...commitmentActs(day), ...scrutinyActs(day), ...remedyActs(day), ...councilActs(day)];
};

export { directoryActs } from './directory.js';
export { sampleCityId } from './place.js';
export { plant, type Ground, type Planted } from './plant.js';
