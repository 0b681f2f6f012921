"""The same effects by scipy and statsmodels: takes cases as JSON, and prints what they come to as JSON."""

import json
import sys
from datetime import datetime, timezone

import numpy
import statsmodels.api
from scipy import stats

DAY = 86_400_000_000


def welch(arms):
    result = stats.ttest_ind(arms["treatment"], arms["control"], equal_var=False)
    low, high = result.confidence_interval(0.95)
    return {"low": low, "high": high, "df": result.df}


def p_values(case):
    """Of the hypotheses that the effect is the one bound of its interval, or the other."""

    def p_value(effect):
        (n, mean, variance), (other_n, other_mean, other_variance) = case["treatment"], case["control"]
        return stats.ttest_ind_from_stats(
            mean - effect, variance**0.5, n, other_mean, other_variance**0.5, other_n, equal_var=False
        ).pvalue

    return [p_value(case["low"]), p_value(case["high"])]


def segmented(case):
    times, change = numpy.array(case["times"]), case["change"]
    values, lag = numpy.array(case["values"]), case["lag"]
    days = (times - change) / DAY
    after = times >= change
    columns = [numpy.ones(len(times)), days, after, after * days]
    average = [0, 0, 1, days[after].mean()]
    if case["weekdays"]:
        of = [datetime.fromtimestamp(time / 1e6, timezone.utc).isoweekday() for time in case["times"]]
        # As the weeks of 1970 begin: on a Thursday.
        _, *others = sorted(set(of), key=lambda weekday: (weekday - 4) % 7)
        columns += [numpy.array(of) == other for other in others]
        average += [0] * len(others)
    regressors = numpy.column_stack(columns).astype(float)
    fit = statsmodels.api.OLS(values, regressors).fit(
        cov_type="HAC", cov_kwds={"maxlags": lag, "use_correction": False}
    )
    combined = fit.t_test(average)
    scale, df = working_model(regressors, numpy.array(average), fit.resid, lag)
    reach = stats.t.ppf(0.975, df) * combined.sd.item() * scale**0.5
    estimate = combined.effect.item()
    return {
        "coefficients": fit.params.tolist(),
        "errors": fit.bse.tolist(),
        "error": combined.sd.item(),
        "estimate": estimate,
        "low": estimate - reach,
        "high": estimate + reach,
        "df": df,
    }


def working_model(regressors, average, residuals, lag):
    """By the matrices of its definition, whole: the variance is a quadratic form in the errors."""
    n = len(residuals)
    found = (residuals[1:] @ residuals[:-1]) / (residuals[:-1] @ residuals[:-1])
    autocorrelation = numpy.clip((found + 4 / n) / (1 - 8 / n), 0, 0.95)
    distance = abs(numpy.subtract.outer(numpy.arange(n), numpy.arange(n)))
    errors = autocorrelation**distance
    inverse = numpy.linalg.pinv(regressors)
    taken_out = numpy.eye(n) - regressors @ inverse
    weights = average @ inverse
    kernel = numpy.outer(weights, weights) * numpy.maximum(0, 1 - distance / (lag + 1))
    form = kernel @ taken_out @ errors @ taken_out
    mean, variance = numpy.trace(form), 2 * numpy.trace(form @ form)
    return weights @ errors @ weights / mean, 2 * mean**2 / variance


cases = json.load(sys.stdin)
json.dump(
    {
        "welch": [welch(case) for case in cases["welch"]],
        "summaries": [p_values(case) for case in cases["summaries"]],
        "segmented": [segmented(case) for case in cases["segmented"]],
    },
    sys.stdout,
)
