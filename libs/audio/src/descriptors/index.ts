export { describeFrame, type FrameDescriptors } from './describe-frame.ts';
