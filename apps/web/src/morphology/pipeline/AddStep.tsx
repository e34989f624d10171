import { Icon } from '../../ui/Icon.tsx';
import { shippedModels, type PageModel } from '../learned/models.ts';
import { operationWords, type Argument } from '../sequence/vocabulary.ts';
import styles from './pipeline.module.css';

/** The argument that an added step starts with. */
const firstArgument: Readonly<Record<Exclude<Argument, 'model'>, string>> = {
  element: ':disk2',
  pattern: ':000/010/000',
  window: ':3',
  number: ':64',
  nothing: '',
};

/** A list of operations; what is chosen is added to the end of the pipeline. */
export function AddStep({
  models,
  onAdd,
}: {
  readonly models: readonly PageModel[];
  readonly onAdd: (step: string) => void;
}) {
  const learned = [...shippedModels, ...models].map(({ name }) => name);
  return (
    <label className={styles.addStep}>
      <Icon name="plus" />
      <span>Add a step</span>
      <select
        aria-label="Add a step"
        value=""
        onChange={({ currentTarget }) => {
          if (currentTarget.value !== '') onAdd(currentTarget.value);
        }}
      >
        <option value="">Choose an operation</option>
        <optgroup label="Operations">
          {operationWords.map(({ text, takes, says }) =>
            takes === 'model' ? null : (
              <option key={text} value={text + firstArgument[takes]}>
                {text} – {says}
              </option>
            ),
          )}
        </optgroup>
        <optgroup label="Learned filters">
          {learned.map((name) => (
            <option key={name} value={`learned:${name}`}>
              {name}
            </option>
          ))}
        </optgroup>
      </select>
    </label>
  );
}
