export * from './signed-product';
export * from './float-product';
export * from './bits';
