import { useCallback, useReducer, useRef, useState } from 'react';
import { readAddress } from '../shell/address.ts';
import { useAddress } from '../shell/use-address.ts';
import { IconButton } from '../ui/IconButton.tsx';
import page from '../ui/page.module.css';
import { RunnerPanel } from '../ui/RunnerPanel.tsx';
import { ShareButton } from '../ui/ShareButton.tsx';
import type { Problem } from '../ui/problem.ts';
import { useIncoming } from '../ui/use-incoming.ts';
import { modelNames, nameFor } from './learned/models.ts';
import { isModelFile, readModelFile } from './learned/read-model.ts';
import { Pipeline } from './pipeline/Pipeline.tsx';
import { ResultBar } from './result/ResultBar.tsx';
import { RunOverlay } from './result/RunOverlay.tsx';
import { useFilter } from './run/use-filter.ts';
import { Presets } from './sequence/Presets.tsx';
import { SequenceField } from './sequence/SequenceField.tsx';
import { useSequence } from './sequence/use-sequence.ts';
import { SettingsPanel } from './settings/SettingsPanel.tsx';
import { SourcePanel } from './source/SourcePanel.tsx';
import { addressing, readState } from './state/address.ts';
import { reduce } from './state/reducer.ts';
import { startState } from './state/state.ts';
import type { Taught } from './teach/protocol.ts';
import { TeachPanel } from './teach/TeachPanel.tsx';
import { useUndoKeys } from './use-undo-keys.ts';
import { Stage } from './view/Stage.tsx';
import styles from './page.module.css';

/** Morphological filtering: an image, a sequence of operations, and what comes of it. */
export function MorphologyPage() {
  const [state, dispatch] = useReducer(reduce, null, () =>
    startState(readState(readAddress(location.hash))),
  );
  const { source, history, models, settings, through, run, outcome } = state;
  const { pipeline, steps, fault, unfinished } = useSequence(history.present, models);
  const cancel = useFilter(state, steps, dispatch);
  const [modelProblem, setModelProblem] = useState<Problem | null>(null);
  const taken = useRef<readonly string[]>([]);
  taken.current = modelNames(models);
  const loadModel = useCallback(async (file: File) => {
    const read = await readModelFile(file, taken.current);
    setModelProblem('problem' in read ? read.problem : null);
    if ('problem' in read) return;
    dispatch({ type: 'model-added', model: read.model });
    dispatch({ type: 'sequence-chosen', text: `learned:${read.model.name}` });
  }, []);
  const hovering = useIncoming(
    useCallback(
      (file: File) => {
        if (isModelFile(file)) void loadModel(file);
        else dispatch({ type: 'file-chosen', name: file.name, file });
      },
      [loadModel],
    ),
  );
  const takeTaught = ({ sequence, file }: Taught) => {
    const name = nameFor('taught', modelNames(models));
    if (sequence === null) dispatch({ type: 'model-added', model: { name, file } });
    dispatch({ type: 'sequence-chosen', text: sequence ?? `learned:${name}` });
  };
  useAddress(state, dispatch, addressing);
  useUndoKeys(dispatch);

  return (
    <div className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>Morphological filtering</h1>
        <div className={page.actions}>
          <IconButton
            icon="undo"
            label="Undo"
            disabled={history.past.length === 0}
            onClick={() => {
              dispatch({ type: 'undone' });
            }}
          />
          <IconButton
            icon="redo"
            label="Redo"
            disabled={history.future.length === 0}
            onClick={() => {
              dispatch({ type: 'redone' });
            }}
          />
          <ShareButton leftOut={source.kind === 'file' ? 'the image' : ''} />
        </div>
      </div>
      <SequenceField
        text={history.present}
        fault={unfinished && history.typing ? undefined : fault}
        dispatch={dispatch}
      >
        <Presets current={history.present} dispatch={dispatch} />
      </SequenceField>
      <div className={page.columns}>
        <div className={styles.work}>
          <Pipeline
            text={pipeline}
            models={models}
            through={through}
            thumbnails={outcome?.thumbnails ?? []}
            dispatch={dispatch}
          />
          <Stage
            outcome={outcome}
            view={settings.view}
            busy={run.state === 'running'}
            dispatch={dispatch}
            footer={<ResultBar outcome={outcome} source={source} />}
          >
            <RunOverlay
              run={run}
              onCancel={cancel}
              onRetry={() => {
                dispatch({ type: 'run-again' });
              }}
            />
          </Stage>
        </div>
        <aside className={page.side} aria-label="Image and settings">
          <SourcePanel source={source} dispatch={dispatch} />
          <RunnerPanel
            legend="Where the filter runs"
            runner={settings.runner}
            here={
              <>
                <strong>Nothing leaves this machine.</strong> The image is read and filtered in this
                tab.
              </>
            }
            there={
              <>
                <strong>The image is sent to {location.host}.</strong> The service filters it and
                sends the result back.
              </>
            }
            onChange={(runner) => {
              dispatch({ type: 'settings-changed', settings: { runner } });
            }}
          />
          <SettingsPanel settings={settings} reading={outcome?.reading} dispatch={dispatch} />
        </aside>
      </div>
      <TeachPanel
        onUse={takeTaught}
        onModelFile={(file) => void loadModel(file)}
        modelProblem={modelProblem}
      />
      {hovering && <p className={page.drop}>Drop the image anywhere</p>}
    </div>
  );
}
