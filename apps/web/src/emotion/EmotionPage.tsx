import { useMemo, useReducer } from 'react';
import { readAddress } from '../shell/address.ts';
import { useAddress } from '../shell/use-address.ts';
import { ProblemWords } from '../ui/ProblemWords.tsx';
import controls from '../ui/controls.module.css';
import page from '../ui/page.module.css';
import { RunnerPanel } from '../ui/RunnerPanel.tsx';
import { ShareButton } from '../ui/ShareButton.tsx';
import { useIncoming } from '../ui/use-incoming.ts';
import { FilePanel } from './batch/FilePanel.tsx';
import { useBatch } from './batch/use-batch.ts';
import { LabelBars } from './labels/LabelBars.tsx';
import { emptyLevels, levelsOf } from './labels/levels.ts';
import { Told } from './labels/Told.tsx';
import { useReasonsInView } from './labels/use-reasons-in-view.ts';
import { WordsPanel } from './labels/WordsPanel.tsx';
import { ModelPanel } from './models/ModelPanel.tsx';
import { useEmotions } from './run/use-emotions.ts';
import { addressing, holdsText, readState } from './state/address.ts';
import { reduce } from './state/reducer.ts';
import { hasMoved, startState } from './state/state.ts';
import { TextField } from './text/TextField.tsx';
import styles from './page.module.css';

/** Emotions: a text, a bar for each label while it is typed, and a file of texts. */
export function EmotionPage() {
  const [state, dispatch] = useReducer(reduce, null, () =>
    startState(readState(readAddress(location.hash))),
  );
  const { text, model, runner, moved, models, reading, run } = state;
  useEmotions(state, dispatch);
  useAddress(state, dispatch, addressing);
  const reasons = useReasonsInView(state.chosen, reading);
  const batch = useBatch(model, runner);
  const hovering = useIncoming(batch.open);

  // Bars stay with the model that heard the text until the next one has.
  const info = models[reading?.model ?? model];
  const view = info?.groups.length === 0 ? 'labels' : state.view;
  const failed = run.state === 'failed';
  const levels = useMemo(() => {
    if (!info) return [];
    return reading
      ? levelsOf(info, reading.scores, reading.known, view, moved, reading.language)
      : emptyLevels(info, view, moved);
  }, [info, reading, view, moved]);
  return (
    <div className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>Emotions</h1>
        <div className={page.actions}>
          <ShareButton leftOut={holdsText(state) ? '' : 'the text'} />
        </div>
      </div>
      <div className={page.columns}>
        <div className={styles.work}>
          <TextField
            text={text}
            reading={reading?.known === 0 ? null : reading}
            dispatch={dispatch}
          />
          {failed && (
            <div className={styles.problem} role="alert">
              <ProblemWords problem={run.problem} />
              <button
                type="button"
                className={controls.button}
                onClick={() => {
                  dispatch({ type: 'run-again' });
                }}
              >
                Try again
              </button>
            </div>
          )}
          <Told
            levels={levels}
            known={reading?.known}
            empty={text.trim() === ''}
            loaded={info !== undefined}
            failed={failed}
          />
          <LabelBars
            levels={levels}
            view={view}
            hasGroups={info === undefined || info.groups.length > 0}
            target={reading && reading.known > 0 ? reading.target : undefined}
            silent={reading?.known === 0}
            idle={reading === null}
            canReset={hasMoved(moved)}
            language={reading?.language}
            dispatch={dispatch}
          />
          <FilePanel batch={batch} model={model} view={view} moved={moved} />
        </div>
        <aside className={page.side} aria-label="Reasons and settings">
          <WordsPanel reading={reading} ref={reasons} />
          <ModelPanel
            model={model}
            info={models[model]}
            language={reading?.model === model ? reading.language : undefined}
            onChange={(chosen) => {
              dispatch({ type: 'model-chosen', model: chosen });
            }}
          />
          <RunnerPanel
            legend="Where the classifier runs"
            runner={runner}
            here={
              <>
                <strong>Nothing leaves this machine.</strong> The text, and files of texts, are
                classified in this tab.
              </>
            }
            there={
              <>
                <strong>The text is sent to {location.host}</strong> while it is typed, and so are
                files of texts. The service classifies them.
              </>
            }
            onChange={(chosen) => {
              dispatch({ type: 'runner-chosen', runner: chosen });
            }}
          />
        </aside>
      </div>
      {hovering && <p className={page.drop}>Drop the file anywhere</p>}
    </div>
  );
}
