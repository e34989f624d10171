// The same answers in a browser: registers the specs of the other libraries' results there.
import './libraries.spec.ts';
