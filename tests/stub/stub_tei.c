/*
 * stub_tei.c - what Text Embeddings Inference answers, from the sources and at the commit of schema_tei.c.
 */
#include "tests/stub/stub.h"

/* router/src/http/types.rs:228, Prediction: of a text, of a pair by its second. */
static bool put_prediction(struct stub_request *request, const struct assay_node *input)
{
    const struct assay_node *second = assay_node_at(input, 1);
    const struct assay_node *first = assay_node_at(input, 0);
    const struct assay_str text = assay_node_text(second  ? second
                                                  : first ? first
                                                          : input);

    if (!stub_fits(request, text.len))
        return false;
    assay_buf_puts(&request->out, "[{\"label\": \"LABEL_0\", \"score\": ");
    stub_put_number(request, stub_score(request, text.len));
    assay_buf_puts(&request->out, "}]");
    return true;
}

/* router/src/http/types.rs:237, PredictResponse: a list of lists for a batch. */
static void answer_predict(struct stub_request *request)
{
    const struct assay_node *inputs = assay_node_get(&request->json, "inputs");
    const struct assay_node *raw = assay_node_get(&request->json, "raw_scores");

    if (!raw || !raw->as.truth)
        request->squash = "sigmoid";
    if (!assay_node_is(assay_node_at(inputs, 0), ASSAY_NODE_LIST)) {
        (void)put_prediction(request, inputs);
        return;
    }
    for (size_t i = 0; i < assay_node_count(inputs); i++) {
        assay_buf_puts(&request->out, i ? ", " : "[");
        if (!put_prediction(request, assay_node_at(inputs, i)))
            return;
    }
    assay_buf_puts(&request->out, "]");
}

/* router/src/lib.rs:547, Info. */
static void answer_info(struct stub_request *request)
{
    assay_buf_puts(&request->out,
                   "{\"model_id\": \"stub\", \"model_sha\": \"0123\", \"model_dtype\": "
                   "\"float16\", \"max_input_length\": 512, \"max_client_batch_size\": "
                   "32, \"version\": \"0.0.stub\"}");
}

const struct stub_route stub_tei[] = {
    {"tei", "POST", "/predict", &stub_tei_predict, answer_predict},
    {"tei", "POST", "/rerank", &stub_tei_rerank, stub_answer_rerank_list},
    {"tei", "GET", "/info", &stub_nothing, answer_info},
    {0},
};
