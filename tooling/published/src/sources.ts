/** Where claims come from. */
export const abstractOfPaper = "abstract of arXiv:2106.09021";
export const abstractOfNatureCommunications = "abstract of Nat. Commun. 12, 1330 (2021)";
