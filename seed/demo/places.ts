/** Where the demo company keeps its things: the namespaces of its entities. */
export const SHOP_DB = 'postgres://shop-db:5432';
export const PAYMENTS_DB = 'postgres://payments-db:5432';
export const KAFKA = 'kafka://events:9092';
export const LAKE = 's3://meridian-lake';
export const WAREHOUSE = 'snowflake://meridian-eu';
export const AIRFLOW = 'airflow';
export const DBT = 'dbt';
export const FLINK = 'flink';
export const NOTEBOOKS = 'papermill';
/** The feature store's project, and the directory of people. */
export const MERIDIAN = 'meridian';
export const MLFLOW = 'mlflow';
export const PRODUCTION = 'k8s://prod';
export const STAGING = 'k8s://staging';
/** The risk team's repository, where images and locks of environments are kept, and settings. */
export const FRAUD_REPOSITORY = 'https://git.meridian.example/risk';
export const IMAGES = 'registry.meridian.example';
export const LOCKS = 'https://git.meridian.example/locks';
export const SETTINGS = 'settings';
