// Runs a tensor of a SavedModel by TensorFlow's C library alone and prints the sum of its values:
//   stock MODEL INPUT_OP x.f32 OUTPUT_OP OUTPUT_INDEX DIM...
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tensorflow/c/c_api.h"

static void check(TF_Status* status, const char* what) {
  if (TF_GetCode(status) != TF_OK) {
    fprintf(stderr, "%s: %s\n", what, TF_Message(status));
    exit(1);
  }
}

int main(int argc, char** argv) {
  if (argc < 7) {
    fprintf(stderr, "usage: %s MODEL INPUT_OP x.f32 OUTPUT_OP OUTPUT_INDEX DIM...\n", argv[0]);
    return 2;
  }
  TF_Status* status = TF_NewStatus();
  TF_Graph* graph = TF_NewGraph();
  TF_SessionOptions* options = TF_NewSessionOptions();
  const char* tags[] = {"serve"};
  TF_Session* session =
      TF_LoadSessionFromSavedModel(options, NULL, argv[1], tags, 1, graph, NULL, status);
  check(status, "load");

  int64_t dims[8];
  int rank = argc - 6;
  size_t bytes = sizeof(float);
  for (int i = 0; i < rank; i++) {
    dims[i] = atoll(argv[6 + i]);
    bytes *= (size_t)dims[i];
  }
  TF_Tensor* x = TF_AllocateTensor(TF_FLOAT, dims, rank, bytes);
  FILE* file = fopen(argv[3], "rb");
  if (file == NULL || fread(TF_TensorData(x), 1, bytes, file) != bytes) {
    fprintf(stderr, "cannot read %zu bytes from %s\n", bytes, argv[3]);
    return 1;
  }
  fclose(file);

  TF_Output feed = {TF_GraphOperationByName(graph, argv[2]), 0};
  TF_Output fetch = {TF_GraphOperationByName(graph, argv[4]), atoi(argv[5])};
  if (feed.oper == NULL || fetch.oper == NULL) {
    fprintf(stderr, "the graph lacks %s\n", feed.oper == NULL ? argv[2] : argv[4]);
    return 1;
  }
  TF_Tensor* map = NULL;
  TF_SessionRun(session, NULL, &feed, &x, 1, &fetch, &map, 1, NULL, 0, NULL, status);
  check(status, "run");
  const float* values = TF_TensorData(map);
  size_t count = TF_TensorByteSize(map) / sizeof(float);
  double sum = 0;
  for (size_t i = 0; i < count; i++) sum += values[i];
  printf("%.9g\n", sum);

  TF_DeleteTensor(map);
  TF_DeleteTensor(x);
  TF_CloseSession(session, status);
  TF_DeleteSession(session, status);
  TF_DeleteSessionOptions(options);
  TF_DeleteGraph(graph);
  TF_DeleteStatus(status);
  return 0;
}
