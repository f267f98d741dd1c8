/** By schema and name, SHA-256 of the statements. A line is only ever added, with the migration it is about. */
export const checksums: Readonly<Record<string, string>> = {
  'ledger/Append1790000000101': 'a7313de98d60a5c5322cec783b7a68f8d6e9982490f850468f2c034982ae5dc7',
  'ledger/Events1764000000001': 'd0c743bc3bc763439d76e96a05394b3e60a8c2166a56bb179d2a36a05a02ba55',
  'log/LogKeyEntries1790000000304': 'fe8914ef300db20596ecd52b7bf8905e41fbf911d93cae3859e9b2f8985ae251',
  'log/LogPublications1790000000302': '8ef9724aa4b066595828c4f5fb8714b8e35c155900b24b672cd1a4f3b038838c',
  'log/LogTables1790000000301': '47d0fe6d31d71d1376a3eb2fbfcadf4aa9bc1be045c2dd9da1173c59baff37b7',
  'log/LogVerifiers1790000000303': '163742117fcbc3b11dc130673349b2f5c00e89cf3513f32fa6d94d112ce6e6a2',
  'processes/Heartbeats1790000000501': '033aaf99db1aeb6ac8afe2cbb81cfec4adef59bd8ce43c923893433925522c9f',
  'read_v1/Grievances1790000000410': 'c8cb26b62db24981f948a174eff567d3bafa470ac6fb7572d9a465edab9b7996',
  'read_v1/LogKeys1790000000409': 'd77fac9154fe3a1ddba1fdbb3039447f1ce1c658832f2e07b8b524401e3ef2c3',
  'read_v1/ReadModels1790000000401': 'dbb0e7980dce91a873cd0a96df62cc8070c95bbb9560db46340d3998fbafa8d8',
  'read_v1/Upkeeps1790000000411': '6d12f5730762f892dfa48c4f260d630b9b1b9139ca1659ff5e2a05753c0e2824',
  'subjects/Figures1790000000602': '8bcc944144a68bc7cba195b6901c45ce785467b24a511d9d3cbd68264b4e3907',
  'subjects/SubjectKeys1790000000601': '027b7817f0a8de0081afd96095932e612dbe7ecbe0b7efdfafb03437ef21d627',
};
