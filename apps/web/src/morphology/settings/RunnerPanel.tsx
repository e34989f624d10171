import { Choice } from '../../ui/Choice.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Panel } from '../../ui/Panel.tsx';
import type { Runner } from '../state/settings.ts';
import styles from './settings.module.css';

/** Where the filter runs, and what that means for the image. */
export function RunnerPanel({
  runner,
  onChange,
}: {
  readonly runner: Runner;
  readonly onChange: (runner: Runner) => void;
}) {
  return (
    <Panel title="Where it runs">
      <Choice
        legend="Where the filter runs"
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
        {runner === 'browser' ? (
          <span>
            <strong>Nothing leaves this machine.</strong> The image is read and filtered in this
            tab.
          </span>
        ) : (
          <span>
            <strong>The image is sent to {location.host}.</strong> The service filters it and sends
            the result back.
          </span>
        )}
      </p>
    </Panel>
  );
}
