/*
 * TEI: router/src/http/types.rs, PredictRequest, Prediction, RerankRequest, Rank
 */
#include "tests/stub/stub.h"

static const struct stub_field nothing[] = {{0}};

static const struct stub_field tei_predict[] = {{"inputs", 'P'},
                                                {"truncate", 'b'},
                                                {"truncation_direction", 's'},
                                                {"raw_scores", 'b'},
                                                {0}};

static void answer_predict(struct stub_request *request)
{
    const struct assay_node *inputs = assay_node_get(&request->json, "inputs");
    const struct assay_node *raw = assay_node_get(&request->json, "raw_scores");
    const size_t n = assay_node_is(inputs, ASSAY_NODE_LIST)
                         ? assay_node_text(assay_node_at(inputs, 1)).len
                         : assay_node_text(inputs).len;

    if (!raw || !raw->as.truth)
        request->squash = "sigmoid";
    if (!stub_fits(request, n))
        return;
    assay_buf_puts(&request->out, "[{\"label\": \"LABEL_0\", \"score\": ");
    stub_put_number(request, stub_score(request, n));
    assay_buf_puts(&request->out, "}]");
}

static const struct stub_field tei_rerank[] = {{"query", 'S'},
                                               {"texts", 'T'},
                                               {"truncate", 'b'},
                                               {"truncation_direction", 's'},
                                               {"raw_scores", 'b'},
                                               {"return_text", 'b'},
                                               {0}};

/* router/src/lib.rs, Info. */
static void answer_info(struct stub_request *request)
{
    assay_buf_puts(&request->out,
                   "{\"model_id\": \"stub\", \"model_sha\": \"0123\", \"model_dtype\": "
                   "\"float16\", \"max_input_length\": 512, \"version\": \"0.0.stub\"}");
}

const struct stub_route stub_tei[] = {
    {"tei", "POST", "/predict", tei_predict, answer_predict},
    {"tei", "POST", "/rerank", tei_rerank, stub_answer_rerank_list},
    {"tei", "GET", "/info", nothing, answer_info},
    {0},
};
