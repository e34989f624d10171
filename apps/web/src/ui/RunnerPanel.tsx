import type { ReactNode } from 'react';
import { Choice } from './Choice.tsx';
import { Icon } from './Icon.tsx';
import { Panel } from './Panel.tsx';
import type { Runner } from './runner.ts';
import styles from './runner-panel.module.css';

/** Where the work is done, and what that means for what the visitor gives. */
export function RunnerPanel({
  legend,
  runner,
  here,
  there,
  onChange,
}: {
  readonly legend: string;
  readonly runner: Runner;
  /** What happens in this browser. */
  readonly here: ReactNode;
  /** What happens through the service. */
  readonly there: ReactNode;
  readonly onChange: (runner: Runner) => void;
}) {
  return (
    <Panel title="Where it runs">
      <Choice
        legend={legend}
        quiet
        options={[
          { value: 'browser', label: 'This browser' },
          { value: 'service', label: 'The service' },
        ]}
        value={runner}
        onChange={onChange}
      />
      <p className={styles.place} data-runner={runner} aria-live="polite">
        <Icon name={runner === 'browser' ? 'lock' : 'server'} />
        <span>{runner === 'browser' ? here : there}</span>
      </p>
    </Panel>
  );
}
